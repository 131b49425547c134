<?php

namespace App\Http\Controllers;

use App\Projections\ProjectionManager;
use Illuminate\Http\JsonResponse;
use Illuminate\Support\Facades\Artisan;
use Illuminate\Support\Facades\DB;

class EventMonitoringController
{
    public function __construct(private readonly ProjectionManager $projections) {}

    public function overview(): JsonResponse
    {
        return response()->json(['success' => true, 'data' => [
            'total_events' => DB::table('event_store')->count(),
            'events_today' => DB::table('event_store')->whereDate('recorded_at', today())->count(),
            'active_projections' => count($this->projections->sizes()),
            'failed_processing' => DB::table('event_processing_failures')->whereNull('resolved_at')->count(),
            'event_types' => DB::table('event_store')->selectRaw('event_type as type, count(*) as count')->groupBy('event_type')->get(),
        ]]);
    }

    public function statistics(): JsonResponse
    {
        return response()->json(DB::table('event_store')->selectRaw('date(recorded_at) as day, count(*) as count')->groupBy('day')->get());
    }

    public function recent(): JsonResponse
    {
        return response()->json(DB::table('event_store')->latest('position')->limit(50)->get());
    }

    public function projections(): JsonResponse
    {
        return response()->json($this->projections->sizes());
    }

    public function failures(): JsonResponse
    {
        return response()->json(DB::table('event_processing_failures')->whereNull('resolved_at')->get());
    }

    public function rebuild(string $name): JsonResponse
    {
        Artisan::call('events:replay', ['--projection' => $name]);

        return response()->json(status: 202);
    }

    public function resolve(int $id): JsonResponse
    {
        DB::table('event_processing_failures')->where('id', $id)->update(['resolved_at' => now()]);

        return response()->json(['success' => true]);
    }
}
