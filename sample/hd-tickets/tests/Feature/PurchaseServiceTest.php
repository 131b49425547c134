<?php

namespace Tests\Feature;

use App\Domain\Purchase\Events\PaymentProcessed;
use App\Domain\Purchase\Events\PurchaseCompleted;
use App\Domain\Shared\ValueObjects\Price;
use App\Services\PurchaseService;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Illuminate\Foundation\Testing\TestCase;
use Illuminate\Support\Facades\Event;

class PurchaseServiceTest extends TestCase
{
    use RefreshDatabase;

    public function test_a_paid_purchase_is_completed(): void
    {
        Event::fake();

        $this->app->make(PurchaseService::class)->complete('p-1', new Price(4200), 'tx-1');

        Event::assertDispatched(PaymentProcessed::class);
        Event::assertDispatchedTimes(PurchaseCompleted::class, 1);
    }
}
