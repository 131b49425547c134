import { Module } from '@nestjs/common';

import { CatalogService } from './catalog.service';
import { PriceCacheListener } from './price-cache.listener';

@Module({ providers: [CatalogService, PriceCacheListener] })
export class CatalogModule {}
