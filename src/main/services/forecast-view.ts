/** The forecast as the windows show it. Pure. */
import type { Forecast } from '../../core/forecast/forecast.ts';
import type { ForecastView } from '../../shared/contract.ts';

export function forecastView({ percent, seconds, isMeasured, days, limit }: Forecast): ForecastView {
  return { percent, millisecondsLeft: seconds === null ? null : seconds.likely * 1000, isMeasured, days, limit };
}
