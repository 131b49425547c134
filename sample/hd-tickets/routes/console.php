<?php

use App\Jobs\ScrapePlatform;
use Illuminate\Support\Facades\Schedule;

Schedule::command('events:monitor --failures')->hourly();
Schedule::job(new ScrapePlatform('stubhub'))->everyFiveMinutes();
