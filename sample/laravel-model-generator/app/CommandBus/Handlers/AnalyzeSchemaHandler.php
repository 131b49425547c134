<?php

namespace App\CommandBus\Handlers;

use App\CommandBus\Commands\AnalyzeSchemaCommand;
use App\Events\SchemaAnalysisStarted;
use App\Events\SchemaAnalyzed;
use App\Schema\SchemaAnalyzer;

final class AnalyzeSchemaHandler
{
    public function __construct(private readonly SchemaAnalyzer $analyzer) {}

    public function handle(AnalyzeSchemaCommand $command): void
    {
        SchemaAnalysisStarted::dispatch($command->connection, $command->tables);

        $started = hrtime(true);
        $schema = $this->analyzer->analyze($command->connection, $command->tables);
        $metrics = ['tables' => count($schema), 'nanoseconds' => hrtime(true) - $started];

        SchemaAnalyzed::dispatchIf($schema !== [], $schema, $metrics);
    }
}
