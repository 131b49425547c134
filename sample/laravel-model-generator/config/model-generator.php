<?php

return [
    'events_table' => env('MODEL_GENERATOR_EVENTS_TABLE', 'domain_events'),

    'models_path' => app_path('Models/Generated'),
];
