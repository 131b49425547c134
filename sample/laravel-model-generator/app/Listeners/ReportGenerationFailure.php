<?php

namespace App\Listeners;

use App\Events\ModelGenerationFailed;
use Psr\Log\LoggerInterface;

class ReportGenerationFailure
{
    public function __construct(private readonly LoggerInterface $log) {}

    public function __invoke(ModelGenerationFailed $event): void
    {
        $this->log->error("Generating {$event->table} failed: {$event->error}", ['exception' => $event->exception]);
    }
}
