<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('domain_events', function (Blueprint $table): void {
            $table->uuid('event_id')->primary();
            $table->timestamp('occurred_on', 6)->index();
            $table->string('event_type')->index();
            $table->json('event_data');
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('domain_events');
    }
};
