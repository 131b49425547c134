<?php

namespace App\Listeners;

use App\Events\ModelGenerated;
use Illuminate\Filesystem\Filesystem;

class GenerateModelFactory
{
    public function __construct(private readonly Filesystem $files) {}

    public function handle(ModelGenerated $event): void
    {
        $name = $event->model->name;
        $this->files->put(database_path("factories/{$name}Factory.php"), "<?php\n\nclass {$name}Factory extends Factory {}\n");
    }
}
