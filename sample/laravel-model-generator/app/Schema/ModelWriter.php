<?php

namespace App\Schema;

use Illuminate\Filesystem\Filesystem;

class ModelWriter
{
    public function __construct(private readonly Filesystem $files) {}

    public function write(ModelDefinition $model, string $folder): string
    {
        $path = "{$folder}/{$model->name}.php";
        $this->files->ensureDirectoryExists($folder);
        $this->files->put($path, "<?php\n\nclass {$model->name} extends Model\n{\n    protected \$table = '{$model->table}';\n}\n");

        return $path;
    }
}
