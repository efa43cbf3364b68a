/** The forecast as the windows show it. Pure. */
import type { CloudChoices } from '../../core/forecast/cloud.ts';
import type { Forecast } from '../../core/forecast/forecast.ts';
import type { CloudView, ForecastView } from '../../shared/contract.ts';

export function forecastView({ percent, seconds, isMeasured, days, limit }: Forecast): ForecastView {
  return { percent, millisecondsLeft: seconds === null ? null : seconds.likely * 1000, isMeasured, days, limit };
}

export function cloudView(choices: CloudChoices, perNight: number): CloudView {
  return { ...choices, perNight };
}
