<?php

namespace App\Jobs\Middleware;

use Closure;
use Illuminate\Support\Facades\Redis;

class RateLimitedJob
{
    public function handle(object $job, Closure $next): void
    {
        Redis::throttle('model-generation')->allow(10)->every(60)->then(
            fn () => $next($job),
            fn () => $job->release(60),
        );
    }
}
