<?php

namespace App\Listeners;

use App\Events\SchemaAnalyzed;
use App\Jobs\AnalyzeModelJob;
use App\Schema\ModelDefinition;
use Illuminate\Support\Str;

class TriggerModelAnalysis
{
    public function handle(SchemaAnalyzed $event): void
    {
        foreach (array_keys($event->schema) as $table) {
            $model = new ModelDefinition(Str::uuid()->toString(), Str::studly(Str::singular($table)), $table);

            AnalyzeModelJob::dispatch($model)->onQueue('analysis');
        }
    }
}
