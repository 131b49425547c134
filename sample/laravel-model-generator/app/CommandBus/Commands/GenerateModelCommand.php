<?php

namespace App\CommandBus\Commands;

final readonly class GenerateModelCommand
{
    /** @param array<string, mixed> $options */
    public function __construct(
        public string $table,
        public array $options = [],
    ) {}
}
