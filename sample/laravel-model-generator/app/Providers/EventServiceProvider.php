<?php

namespace App\Providers;

use App\Events\ModelGenerated;
use App\Events\SchemaAnalysisStarted;
use App\Listeners\LogSchemaAnalysis;
use App\Metrics\RecordGenerationMetrics;
use Illuminate\Foundation\Support\Providers\EventServiceProvider as ServiceProvider;

class EventServiceProvider extends ServiceProvider
{
    protected $listen = [
        ModelGenerated::class => [
            RecordGenerationMetrics::class,
        ],
        SchemaAnalysisStarted::class => [
            LogSchemaAnalysis::class,
        ],
    ];
}
