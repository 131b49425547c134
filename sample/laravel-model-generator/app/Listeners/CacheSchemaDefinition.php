<?php

namespace App\Listeners;

use App\Events\SchemaAnalyzed;
use Illuminate\Contracts\Cache\Repository;

class CacheSchemaDefinition
{
    public function __construct(private readonly Repository $cache) {}

    public function handle(SchemaAnalyzed $event): void
    {
        foreach ($event->schema as $table => $columns) {
            $this->cache->tags(['schema'])->put("schema.{$table}", $columns, now()->addHours(24));
        }
    }
}
