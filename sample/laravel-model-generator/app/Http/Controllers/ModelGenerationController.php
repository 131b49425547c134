<?php

namespace App\Http\Controllers;

use App\CommandBus\CommandBus;
use App\CommandBus\Commands\AnalyzeSchemaCommand;
use App\CommandBus\Commands\GenerateModelCommand;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;

class ModelGenerationController
{
    public function __construct(private readonly CommandBus $commands) {}

    public function analyze(Request $request): JsonResponse
    {
        $this->commands->dispatch(new AnalyzeSchemaCommand($request->string('connection'), $request->array('tables')));

        return response()->json(status: 202);
    }

    public function generate(Request $request): JsonResponse
    {
        $model = $this->commands->dispatch(new GenerateModelCommand($request->string('table'), $request->array('options')));

        return response()->json($model, $model === null ? 422 : 201);
    }
}
