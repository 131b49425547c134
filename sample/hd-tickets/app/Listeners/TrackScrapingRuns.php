<?php

namespace App\Listeners;

use App\Domain\System\Events\ScrapingJobCompleted;
use App\Domain\System\Events\ScrapingJobStarted;
use Illuminate\Support\Facades\Cache;

class TrackScrapingRuns
{
    public function started(ScrapingJobStarted $event): void
    {
        Cache::put("scraping.{$event->platform}.started", now());
    }

    public function completed(ScrapingJobCompleted $event): void
    {
        Cache::put("scraping.{$event->platform}.found", $event->found);
    }
}
