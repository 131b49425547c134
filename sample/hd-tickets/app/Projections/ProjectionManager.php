<?php

namespace App\Projections;

use App\Domain\Shared\Events\DomainEventInterface;

final class ProjectionManager
{
    /** @param list<ProjectionInterface> $projections */
    public function __construct(private readonly array $projections) {}

    public function project(DomainEventInterface $event, ?string $only = null): void
    {
        foreach ($this->projections as $projection) {
            if ($projection->handles($event::class) && ($only === null || $only === $projection->getName())) {
                $projection->project($event);
            }
        }
    }

    public function reset(?string $only = null): void
    {
        foreach ($this->projections as $projection) {
            if ($only === null || $only === $projection->getName()) {
                $projection->reset();
            }
        }
    }

    /** @return array<string, int> */
    public function sizes(): array
    {
        $sizes = [];
        foreach ($this->projections as $projection) {
            $sizes[$projection->getName()] = count($projection->getState());
        }

        return $sizes;
    }
}
