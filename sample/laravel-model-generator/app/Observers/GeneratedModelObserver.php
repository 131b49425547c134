<?php

namespace App\Observers;

use App\Models\GeneratedModel;
use Illuminate\Support\Facades\File;

class GeneratedModelObserver
{
    public function deleted(GeneratedModel $model): void
    {
        File::delete($model->path);
    }
}
