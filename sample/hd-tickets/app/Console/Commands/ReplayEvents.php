<?php

namespace App\Console\Commands;

use App\Infrastructure\PostgresEventStore;
use App\Projections\ProjectionManager;
use Illuminate\Console\Command;

class ReplayEvents extends Command
{
    protected $signature = 'events:replay {--from=1 : Position to start at} {--projection=} {--dry-run}';

    protected $description = 'Rebuild the read models from the event store';

    public function handle(PostgresEventStore $store, ProjectionManager $projections): int
    {
        $rows = $store->readFrom((int) $this->option('from'));
        if ($this->option('dry-run')) {
            $this->info("{$rows->count()} events would be replayed.");

            return self::SUCCESS;
        }

        $projections->reset($this->option('projection'));
        foreach ($rows as $row) {
            $event = $row->event_type::populateFromPayload(json_decode($row->payload, true));
            $projections->project($event, $this->option('projection'));
        }

        return self::SUCCESS;
    }
}
