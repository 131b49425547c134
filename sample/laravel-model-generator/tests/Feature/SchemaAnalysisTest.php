<?php

namespace Tests\Feature;

use App\Events\SchemaAnalyzed;
use App\Jobs\AnalyzeModelJob;
use App\Listeners\CacheSchemaDefinition;
use Illuminate\Support\Facades\Event;
use Illuminate\Support\Facades\Queue;
use Tests\TestCase;

class SchemaAnalysisTest extends TestCase
{
    public function test_an_analyzed_schema_is_analyzed_model_by_model(): void
    {
        Queue::fake();

        event(new SchemaAnalyzed(['orders' => []], ['tables' => 1]));

        Queue::assertPushedOn('analysis', AnalyzeModelJob::class);
    }

    public function test_the_schema_is_cached(): void
    {
        Event::fake();

        Event::assertListening(SchemaAnalyzed::class, CacheSchemaDefinition::class);
    }
}
