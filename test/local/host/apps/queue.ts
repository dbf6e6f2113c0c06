import { app } from '@azure/functions'

app.storageQueue('fromQueue', { queueName: 'q', connection: 'C', handler: () => undefined })
