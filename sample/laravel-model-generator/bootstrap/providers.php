<?php

return [
    App\Providers\EventServiceProvider::class,
    App\Providers\ModelGeneratorServiceProvider::class,
];
