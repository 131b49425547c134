<?php

namespace App\Listeners;

use App\Events\SchemaAnalysisStarted;
use Psr\Log\LoggerInterface;

class LogSchemaAnalysis
{
    public function __construct(private readonly LoggerInterface $log) {}

    public function handle(SchemaAnalysisStarted $event): void
    {
        $this->log->info('Schema analysis started', ['connection' => $event->connection, 'tables' => $event->tables]);
    }
}
