/** The system's notifications by Electron, which uses UNNotification on a Mac (needs a signed app) and libnotify on Linux. */
import { Notification } from 'electron';
import type { NotificationCentre } from './notifier.ts';

export const electronNotifications: NotificationCentre = {
  isSupported: () => Notification.isSupported(),
  show: (texts, { onShown, onClick, onFailed }) => {
    const notification = new Notification(texts);
    notification.on('show', onShown);
    notification.on('click', onClick);
    notification.on('failed', (_event, error) => onFailed(error));
    notification.show();
    // Whoever holds this holds the notification. Without that, its end by the garbage collector takes it from the screen and the click with it.
    return () => notification.close();
  },
};
