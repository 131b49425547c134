<?php

namespace App\Schema;

use App\Events\RelationshipsDetected;
use Illuminate\Database\ConnectionResolverInterface;
use Illuminate\Support\Collection;

class SchemaAnalyzer
{
    public function __construct(private readonly ConnectionResolverInterface $connections) {}

    /**
     * @param list<string> $tables
     * @return array<string, list<array<string, mixed>>>
     */
    public function analyze(string $connection, array $tables): array
    {
        $builder = $this->connections->connection($connection)->getSchemaBuilder();
        $schema = [];

        foreach ($tables as $table) {
            $schema[$table] = $builder->getColumns($table);

            $relationships = Collection::make($builder->getForeignKeys($table));
            if ($relationships->isNotEmpty()) {
                RelationshipsDetected::dispatch($table, $relationships);
            }
        }

        return $schema;
    }
}
