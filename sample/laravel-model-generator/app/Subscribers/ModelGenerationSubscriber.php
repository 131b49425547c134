<?php

namespace App\Subscribers;

use App\Events\ModelAnalyzed;
use App\Events\ModelGenerated;
use App\Events\ModelGenerationStarted;
use App\Jobs\AnalyzeModelJob;
use App\Models\GeneratedModel;
use Illuminate\Contracts\Events\Dispatcher;
use Illuminate\Support\Facades\Log;

class ModelGenerationSubscriber
{
    public function handleGenerationStarted(ModelGenerationStarted $event): void
    {
        Log::info('Model generation started', ['table' => $event->table, 'options' => $event->options]);
    }

    public function handleModelGenerated(ModelGenerated $event): void
    {
        GeneratedModel::create(['name' => $event->model->name, 'table' => $event->model->table, 'path' => $event->path]);

        AnalyzeModelJob::dispatch($event->model);
    }

    public function handleModelAnalyzed(ModelAnalyzed $event): void
    {
        Log::info('Model analyzed', ['model' => $event->model->name] + $event->metrics);
    }

    /** @return array<class-string, string> */
    public function subscribe(Dispatcher $events): array
    {
        return [
            ModelGenerationStarted::class => 'handleGenerationStarted',
            ModelGenerated::class => 'handleModelGenerated',
            ModelAnalyzed::class => 'handleModelAnalyzed',
        ];
    }
}
