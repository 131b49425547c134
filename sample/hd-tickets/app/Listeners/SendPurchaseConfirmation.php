<?php

namespace App\Listeners;

use App\Domain\Purchase\Events\PurchaseCompleted;
use Illuminate\Support\Facades\Mail;

class SendPurchaseConfirmation
{
    public function handle(PurchaseCompleted $event): void
    {
        Mail::raw("Your confirmation: {$event->confirmation}", fn ($message) => $message->subject('Your tickets'));
    }
}
