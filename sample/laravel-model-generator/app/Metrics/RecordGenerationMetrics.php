<?php

namespace App\Metrics;

use App\Events\ModelGenerated;
use Illuminate\Support\Facades\DB;

class RecordGenerationMetrics
{
    public function handle(ModelGenerated $event): void
    {
        DB::table('generation_metrics')->insert(['model' => $event->model->name, 'metrics' => json_encode($event->metrics)]);
    }
}
