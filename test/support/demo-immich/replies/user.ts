import type { ApiKeyResponseDto, UserAdminResponseDto, UserResponseDto } from '@immich/sdk';
import type { Plain } from '../api-version.ts';
import type { ApiKeyRecord, UserRecord } from '../records.ts';

export const userReply = (user: UserRecord): Plain<UserResponseDto> => ({
  id: user.id,
  email: user.email,
  name: user.name,
  avatarColor: 'primary',
  profileImagePath: '',
  profileChangedAt: user.createdAt.toISOString(),
});

export const myUserReply = (user: UserRecord): Plain<UserAdminResponseDto> => ({
  ...userReply(user),
  clusterGroupId: user.id,
  createdAt: user.createdAt.toISOString(),
  updatedAt: user.createdAt.toISOString(),
  deletedAt: null,
  isAdmin: user.isAdmin,
  license: null,
  oauthId: '',
  quotaSizeInBytes: user.quota,
  quotaUsageInBytes: user.usage,
  shouldChangePassword: false,
  status: 'active',
  storageLabel: user.isAdmin ? 'admin' : null,
});

export const apiKeyReply = (key: ApiKeyRecord): Plain<ApiKeyResponseDto> => ({
  id: key.id,
  name: key.name,
  permissions: [...key.permissions],
  createdAt: key.createdAt.toISOString(),
  updatedAt: key.createdAt.toISOString(),
});
