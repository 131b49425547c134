<?php

namespace App\Providers;

use App\CommandBus\CommandBus;
use App\CommandBus\Commands\AnalyzeSchemaCommand;
use App\CommandBus\Commands\GenerateModelCommand;
use App\CommandBus\Handlers\AnalyzeSchemaHandler;
use App\CommandBus\Handlers\GenerateModelHandler;
use App\Contracts\EventStore;
use App\EventStore\DatabaseEventStore;
use App\Events\DocumentationUpdated;
use App\Subscribers\ModelGenerationSubscriber;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Support\Facades\Cache;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Event;
use Illuminate\Support\Facades\Queue;
use Illuminate\Support\ServiceProvider;

class ModelGeneratorServiceProvider extends ServiceProvider
{
    public function register(): void
    {
        $this->app->singleton(EventStore::class, DatabaseEventStore::class);

        $this->app->when(DatabaseEventStore::class)
            ->needs('$table')
            ->giveConfig('model-generator.events_table');

        $this->app->singleton(CommandBus::class, fn (Application $app): CommandBus => new CommandBus($app, [
            GenerateModelCommand::class => GenerateModelHandler::class,
            AnalyzeSchemaCommand::class => AnalyzeSchemaHandler::class,
        ]));
    }

    public function boot(): void
    {
        Event::subscribe(ModelGenerationSubscriber::class);

        Event::listen(function (DocumentationUpdated $event): void {
            Cache::tags(['documentation'])->flush();
        });

        Queue::looping(function (): void {
            while (DB::transactionLevel() > 0) {
                DB::rollBack();
            }
        });
    }
}
