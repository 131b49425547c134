<?php

namespace App\Jobs;

use App\Events\ModelAnalysisFailed;
use App\Events\ModelAnalyzed;
use App\Jobs\Middleware\RateLimitedJob;
use App\Schema\ModelAnalyzer;
use App\Schema\ModelDefinition;
use Illuminate\Bus\Queueable;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Bus\Dispatchable;
use Illuminate\Queue\InteractsWithQueue;
use Illuminate\Queue\SerializesModels;
use Throwable;

class AnalyzeModelJob implements ShouldQueue
{
    use Dispatchable, InteractsWithQueue, Queueable, SerializesModels;

    public int $tries = 3;

    public function __construct(public readonly ModelDefinition $model) {}

    /** @return list<object> */
    public function middleware(): array
    {
        return [new RateLimitedJob];
    }

    /** @return list<int> */
    public function backoff(): array
    {
        return [10, 60, 300];
    }

    public function handle(ModelAnalyzer $analyzer): void
    {
        $metrics = $analyzer->analyze($this->model);

        event(new ModelAnalyzed($this->model, $metrics));
    }

    public function failed(Throwable $exception): void
    {
        event(new ModelAnalysisFailed($this->model, $exception->getMessage()));
    }
}
