<?php

namespace App\Projections;

use App\Domain\Shared\Events\DomainEventInterface;
use Illuminate\Support\Facades\DB;

abstract class ReadModelProjection implements ProjectionInterface
{
    abstract protected function table(): string;

    public function handles(string $eventType): bool
    {
        return in_array($eventType, $this->getHandledEventTypes(), true);
    }

    public function reset(): void
    {
        DB::table($this->table())->truncate();
    }

    public function getState(): array
    {
        return DB::table($this->table())->pluck('state', 'id')->all();
    }

    /** @param array<string, mixed> $changes */
    protected function merge(DomainEventInterface $event, array $changes): void
    {
        $id = $event->getAggregateRootId();
        $state = json_decode(DB::table($this->table())->where('id', $id)->value('state') ?? '[]', true);

        DB::table($this->table())->upsert(['id' => $id, 'state' => json_encode($changes + $state)], ['id']);
    }
}
