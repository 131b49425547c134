<?php

namespace App\Listeners;

use App\Domain\Purchase\Events\PurchaseFailed;
use Illuminate\Support\Facades\DB;

class ReleaseReservation
{
    public function release(PurchaseFailed $event): void
    {
        DB::table('reservations')->where('purchase_id', $event->purchaseId)->delete();
    }
}
