<?php

namespace App\Listeners;

use App\Events\ModelGenerated;
use App\Jobs\UpdateDocumentationJob;

class UpdateModelDocumentation
{
    public function handle(ModelGenerated $event): void
    {
        dispatch(new UpdateDocumentationJob(collect([$event->model])));
    }
}
