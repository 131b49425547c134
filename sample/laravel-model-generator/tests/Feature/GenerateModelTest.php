<?php

namespace Tests\Feature;

use App\CommandBus\CommandBus;
use App\CommandBus\Commands\GenerateModelCommand;
use App\Events\ModelGenerated;
use App\Events\ModelGenerationFailed;
use Illuminate\Support\Facades\Event;
use Tests\TestCase;

class GenerateModelTest extends TestCase
{
    public function test_it_announces_the_generated_model(): void
    {
        Event::fake([ModelGenerated::class]);

        $this->app->make(CommandBus::class)->dispatch(new GenerateModelCommand('orders'));

        Event::assertDispatched(ModelGenerated::class, fn (ModelGenerated $event): bool => $event->model->name === 'Order');
        Event::assertNotDispatched(ModelGenerationFailed::class);
    }
}
