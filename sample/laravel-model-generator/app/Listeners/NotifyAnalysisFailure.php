<?php

namespace App\Listeners;

use App\Events\ModelAnalysisFailed;
use Illuminate\Contracts\Events\ShouldHandleEventsAfterCommit;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Support\Facades\Mail;

class NotifyAnalysisFailure implements ShouldHandleEventsAfterCommit, ShouldQueue
{
    public int $tries = 5;

    public function handle(ModelAnalysisFailed $event): void
    {
        Mail::raw("Analysing {$event->model->name} failed: {$event->error}", function ($message): void {
            $message->to(config('mail.from.address'))->subject('Model analysis failed');
        });
    }
}
