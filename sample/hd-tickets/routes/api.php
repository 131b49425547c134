<?php

use App\Http\Controllers\EventMonitoringController;
use Illuminate\Support\Facades\Route;

Route::prefix('events')->controller(EventMonitoringController::class)->group(function (): void {
    Route::get('overview', 'overview');
    Route::get('statistics', 'statistics');
    Route::get('recent', 'recent');
    Route::get('projections', 'projections');
    Route::get('failures', 'failures');
    Route::post('projections/{name}/rebuild', 'rebuild');
    Route::post('failures/{id}/resolve', 'resolve');
});
