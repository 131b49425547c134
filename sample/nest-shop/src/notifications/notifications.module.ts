import { Module } from '@nestjs/common';

import { CustomerListener } from './customer.listener';
import { StaffListener } from './staff.listener';

@Module({ providers: [CustomerListener, StaffListener] })
export class NotificationsModule {}
