<?php

namespace App\Listeners;

use App\Domain\System\Events\ErrorOccurred;
use Illuminate\Support\Facades\Cache;

class RecordPlatformError
{
    public function handle(ErrorOccurred $event): void
    {
        Cache::increment("errors.{$event->platform}");
    }
}
