<?php

use App\Jobs\PruneDomainEventsJob;
use Illuminate\Support\Facades\Schedule;

Schedule::job(new PruneDomainEventsJob(keepDays: 365))->dailyAt('03:00');
