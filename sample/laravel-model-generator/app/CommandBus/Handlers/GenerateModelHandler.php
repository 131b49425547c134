<?php

namespace App\CommandBus\Handlers;

use App\CommandBus\Commands\GenerateModelCommand;
use App\Events\ModelDefinitionCreated;
use App\Events\ModelGenerated;
use App\Events\ModelGenerationFailed;
use App\Events\ModelGenerationStarted;
use App\Schema\ModelDefinition;
use App\Schema\ModelWriter;
use DateTimeImmutable;
use Illuminate\Contracts\Events\Dispatcher;
use Illuminate\Support\Str;
use Throwable;

final class GenerateModelHandler
{
    public function __construct(
        private readonly Dispatcher $events,
        private readonly ModelWriter $writer,
    ) {}

    public function handle(GenerateModelCommand $command): ?ModelDefinition
    {
        $this->events->dispatch(
            ModelGenerationStarted::create($command->table, $command->options, $command->options['connection'] ?? 'pgsql'),
        );

        try {
            $model = new ModelDefinition(
                Str::uuid()->toString(),
                Str::studly(Str::singular($command->table)),
                $command->table,
            );
            event(new ModelDefinitionCreated(
                Str::uuid()->toString(),
                new DateTimeImmutable,
                $model->id,
                $model->name,
                $model->attributes,
            ));

            $generated = ModelGenerated::create($model, $this->writer->write($model, config('model-generator.models_path')));
            $this->events->dispatch($generated);

            return $model;
        } catch (Throwable $exception) {
            event(new ModelGenerationFailed($command->table, $exception->getMessage(), $exception));

            return null;
        }
    }
}
