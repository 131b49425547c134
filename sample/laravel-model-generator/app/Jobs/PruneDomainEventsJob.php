<?php

namespace App\Jobs;

use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Queue\Queueable;
use Illuminate\Support\Facades\DB;

class PruneDomainEventsJob implements ShouldQueue
{
    use Queueable;

    public function __construct(public readonly int $keepDays) {}

    public function handle(): void
    {
        DB::table(config('model-generator.events_table'))
            ->where('occurred_on', '<', now()->subDays($this->keepDays))
            ->delete();
    }
}
