import { askLane, deliveryInLane } from './lanes/askLane'
import { defineRoute } from './route'

/** The route by which an operator ends a delivery in its lane. */
export const cancelDelivery = defineRoute({
  name: 'cancelDelivery',
  method: 'POST',
  path: 'lanes/{id}/deliveries/{deliveryId}/cancel',
  role: 'admin',
  summary:
    'Ends a delivery in its lane, also one that is parked or whose row cannot be read. What has had effect meanwhile counts.',
  request: deliveryInLane,
  answers: {
    202: '`{ lane, deliveryId, wish, will }`: what will happen, from the next look of its lane on.',
    400: 'No ids.',
    404: '`LANE_UNKNOWN`, `DELIVERY_UNKNOWN`; `NOT_IN_LANE`: another lane has it, or none yet.',
    409: '`WISH_SENSELESS`: it has ended, or is being cancelled already.',
  },
  answer: (ports, { path }, log) => askLane(ports, { ...path, wish: 'cancel', log }),
})
