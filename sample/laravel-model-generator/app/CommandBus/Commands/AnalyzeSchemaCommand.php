<?php

namespace App\CommandBus\Commands;

final readonly class AnalyzeSchemaCommand
{
    /** @param list<string> $tables */
    public function __construct(
        public string $connection,
        public array $tables,
    ) {}
}
