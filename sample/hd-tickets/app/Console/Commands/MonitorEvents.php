<?php

namespace App\Console\Commands;

use App\Projections\ProjectionManager;
use Illuminate\Console\Command;
use Illuminate\Support\Facades\DB;

class MonitorEvents extends Command
{
    protected $signature = 'events:monitor {--stats} {--failures} {--projections} {--watch}';

    protected $description = 'Show what the event store and the projections are doing';

    public function handle(ProjectionManager $projections): int
    {
        do {
            $this->line('Events: '.DB::table('event_store')->count());
            if ($this->option('stats')) {
                $this->table(['Type', 'Count'], DB::table('event_store')->selectRaw('event_type, count(*)')->groupBy('event_type')->get()->toArray());
            }
            if ($this->option('failures')) {
                $this->line('Failures: '.DB::table('event_processing_failures')->whereNull('resolved_at')->count());
            }
            if ($this->option('projections')) {
                $this->line(json_encode($projections->sizes(), JSON_PRETTY_PRINT));
            }
            sleep($this->option('watch') ? 5 : 0);
        } while ($this->option('watch'));

        return self::SUCCESS;
    }
}
