<?php

use Illuminate\Support\Facades\Broadcast;

Broadcast::channel('model-generation.{id}', function ($user, string $id): bool {
    return $user->can('watch-generation', $id);
});
