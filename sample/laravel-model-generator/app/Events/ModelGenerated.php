<?php

namespace App\Events;

use App\Contracts\DomainEvent;
use App\Schema\ModelDefinition;
use DateTimeImmutable;
use Illuminate\Broadcasting\PrivateChannel;
use Illuminate\Contracts\Broadcasting\ShouldBroadcast;
use Illuminate\Support\Str;

final readonly class ModelGenerated implements DomainEvent, ShouldBroadcast
{
    /** @param array<string, int> $metrics */
    private function __construct(
        public string $eventId,
        public DateTimeImmutable $occurredOn,
        public ModelDefinition $model,
        public string $path,
        public array $metrics,
    ) {}

    /** @param array<string, int> $metrics */
    public static function create(ModelDefinition $model, string $path, array $metrics = []): self
    {
        return new self(Str::uuid()->toString(), new DateTimeImmutable, $model, $path, $metrics);
    }

    public function eventId(): string
    {
        return $this->eventId;
    }

    public function occurredOn(): DateTimeImmutable
    {
        return $this->occurredOn;
    }

    public function payload(): array
    {
        return ['aggregate_id' => $this->model->id, 'model' => $this->model->name, 'path' => $this->path];
    }

    public function broadcastOn(): PrivateChannel
    {
        return new PrivateChannel('model-generation.'.$this->model->name);
    }

    /** @return array<string, string> */
    public function broadcastWith(): array
    {
        return ['model' => $this->model->name, 'path' => $this->path];
    }
}
