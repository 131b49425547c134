<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('event_streams', function (Blueprint $table): void {
            $table->string('aggregate_root_id')->primary();
            $table->string('aggregate_type');
            $table->unsignedBigInteger('version');
        });
        Schema::create('event_store', function (Blueprint $table): void {
            $table->id('position');
            $table->uuid('event_id')->unique();
            $table->string('event_type')->index();
            $table->string('aggregate_root_id');
            $table->string('aggregate_type');
            $table->unsignedBigInteger('aggregate_version');
            $table->jsonb('payload');
            $table->jsonb('metadata');
            $table->timestampTz('recorded_at', 6);
            $table->unique(['aggregate_root_id', 'aggregate_version']);
        });
        Schema::create('event_snapshots', function (Blueprint $table): void {
            $table->string('aggregate_root_id')->primary();
            $table->unsignedBigInteger('aggregate_version');
            $table->jsonb('state');
        });
        Schema::create('event_projections', function (Blueprint $table): void {
            $table->string('projection_name')->primary();
            $table->unsignedBigInteger('last_position')->default(0);
        });
        Schema::create('event_subscriptions', function (Blueprint $table): void {
            $table->string('subscription_name')->primary();
            $table->jsonb('event_types');
        });
        Schema::create('event_processing_failures', function (Blueprint $table): void {
            $table->id();
            $table->uuid('event_id');
            $table->text('error');
            $table->timestampTz('failed_at');
            $table->timestampTz('resolved_at')->nullable();
        });
        foreach (['ticket_read_models', 'purchase_read_models', 'monitoring_read_models'] as $name) {
            Schema::create($name, function (Blueprint $table): void {
                $table->string('id')->primary();
                $table->jsonb('state');
            });
        }
    }
};
