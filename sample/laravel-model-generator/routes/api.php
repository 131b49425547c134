<?php

use App\Http\Controllers\ModelGenerationController;
use Illuminate\Support\Facades\Route;

Route::post('/schema/analyze', [ModelGenerationController::class, 'analyze']);
Route::post('/models/generate', [ModelGenerationController::class, 'generate']);
