<?php

namespace App\Console\Commands;

use App\CommandBus\CommandBus;
use App\CommandBus\Commands\AnalyzeSchemaCommand;
use App\CommandBus\Commands\GenerateModelCommand;
use Illuminate\Console\Command;

class GenerateModels extends Command
{
    protected $signature = 'models:generate {tables*} {--connection=pgsql}';

    protected $description = 'Generate Eloquent models for the given tables';

    public function handle(CommandBus $commands): int
    {
        $commands->dispatch(new AnalyzeSchemaCommand($this->option('connection'), $this->argument('tables')));

        foreach ($this->argument('tables') as $table) {
            $model = $commands->dispatch(new GenerateModelCommand($table));
            $model === null ? $this->error("✗ {$table}") : $this->info("✓ {$model->name}");
        }

        return self::SUCCESS;
    }
}
