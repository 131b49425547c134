<?php

namespace App\Events;

use Illuminate\Broadcasting\PrivateChannel;
use Illuminate\Contracts\Broadcasting\ShouldBroadcast;

final readonly class DocumentationUpdated implements ShouldBroadcast
{
    /** @param list<string> $models */
    public function __construct(public array $models) {}

    public function broadcastOn(): PrivateChannel
    {
        return new PrivateChannel('model-documentation');
    }
}
