<?php

return [
    App\Providers\DomainEventServiceProvider::class,
    App\Providers\EventServiceProvider::class,
];
