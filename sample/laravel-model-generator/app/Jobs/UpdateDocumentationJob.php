<?php

namespace App\Jobs;

use App\Events\DocumentationUpdated;
use App\Schema\ModelDefinition;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Foundation\Queue\Queueable;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\Event;

class UpdateDocumentationJob implements ShouldQueue
{
    use Queueable;

    /** @param Collection<int, ModelDefinition> $models */
    public function __construct(public readonly Collection $models) {}

    public function handle(Filesystem $files): void
    {
        foreach ($this->models as $model) {
            $files->put(base_path("docs/models/{$model->name}.md"), "# {$model->name}\n");
        }

        Event::dispatch(new DocumentationUpdated($this->models->pluck('name')->all()));
    }
}
