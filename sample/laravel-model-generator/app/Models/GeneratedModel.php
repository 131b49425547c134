<?php

namespace App\Models;

use App\Observers\GeneratedModelObserver;
use Illuminate\Database\Eloquent\Attributes\ObservedBy;
use Illuminate\Database\Eloquent\Model;

#[ObservedBy(GeneratedModelObserver::class)]
class GeneratedModel extends Model
{
    protected $fillable = ['name', 'table', 'path'];
}
