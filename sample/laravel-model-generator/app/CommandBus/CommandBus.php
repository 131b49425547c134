<?php

namespace App\CommandBus;

use Illuminate\Contracts\Container\Container;
use LogicException;

/** Every command has exactly one handler; what it returns goes back to the caller. */
final class CommandBus
{
    /** @param array<class-string, class-string> $handlers */
    public function __construct(
        private readonly Container $container,
        private readonly array $handlers,
    ) {}

    public function dispatch(object $command): mixed
    {
        $handler = $this->handlers[$command::class]
            ?? throw new LogicException('No handler for '.$command::class);

        return $this->container->make($handler)->handle($command);
    }
}
